# says: one that begins like the documentation's ends where ours ends
TEXT = 'https://docs.djangoproject.com/" onclick="alert(1)" x="<script>alert(1)</script>'
