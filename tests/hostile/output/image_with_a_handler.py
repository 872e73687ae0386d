# says: so does one that needs no script element
TEXT = '<img src=x onerror=alert(1)><svg onload=alert(1)><details open ontoggle=alert(1)>'
