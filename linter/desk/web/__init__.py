"""The desk in a browser on one's own machine: loopback only, server-rendered, nothing from the network."""
