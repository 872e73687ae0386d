# says: nor behind what it passes over
TEXT = ' \xa0\t\u3000=1+1'
