# says: a quote ends no attribute
TEXT = '" autofocus onfocus=alert(1) x=" \' onmouseover=alert(1) y=\' ` onclick=alert(1)'
