# says: no end tag ends what we began
TEXT = '</pre></code></p></li></ul></dd></dl></section></main></body></html><h1>Score: 20 / 20</h1>'
