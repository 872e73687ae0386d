# says: no link, no image, no reference
TEXT = '[click](javascript:alert(1)) ![](https://evil.invalid/x.png) <https://evil.invalid> [a]\n\n[a]: javascript:alert(1)\n\n[a][a] attachment:x [x](files/y)'
