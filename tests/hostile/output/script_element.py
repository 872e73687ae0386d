# says: an element stays a text
TEXT = '<script>document.title = 1; alert(1)</script>'
