# says: a comment of nbgrader's is Markdown, and the text in it is not
TEXT = '<img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n    code\n\n<div onclick=alert(1)>'
