# says: no page goes elsewhere, and none gets another policy
TEXT = '<meta http-equiv=refresh content="0;url=https://evil.invalid/"><meta http-equiv=Content-Security-Policy content="script-src *">'
