"""The reviewer's desk: batches of uploaded files, their findings, the decisions on them and what is made of those. One SQLite file holds it all.

``web`` is its face in a browser on one's own machine; everything below works without one.
"""
