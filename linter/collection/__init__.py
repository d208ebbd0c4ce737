"""Forms against each other: within a folder, against last year, between rounds."""
