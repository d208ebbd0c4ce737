"""The parts of the HTML feedback: forms redrawn as tables, findings pinned to cells, figures, and the page's template, style and script."""
