# says: a comment that is not closed swallows nothing
TEXT = '<!-- <![CDATA[ ]]> <?xml-stylesheet href=x?> <!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]> &x;'
