# says: what is escaped already is not unescaped
TEXT = '&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62; &amp;lt; \\u003cscript\\u003e'
