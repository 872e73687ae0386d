# says: no run of backticks begins or ends code
TEXT = '``` \n`````\n</code></pre><script>alert(1)</script>\n~~~~\n`x` `` y ``'
