# says: an address that would run is no link
TEXT = 'javascript:alert(document.cookie)//https://docs.djangoproject.com/'
