# says: nor what browsers read in ways of their own
TEXT = '</title></style></textarea></noscript></template><base href=https://evil.invalid/><link rel=stylesheet href=//evil.invalid/x.css>'
