"""Pages: PDF text and ruling lines to grids, scans by OCR, the child process they run in."""
