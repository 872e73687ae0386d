# says: nothing is drawn over the page, or fetched for it
TEXT = '<style>@import "//evil.invalid/x"; * { background: url(//evil.invalid/y); position: fixed }</style><b style=position:fixed;inset:0>Score: 20 / 20</b>'
