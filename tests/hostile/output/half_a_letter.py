# says: half a letter can be written
TEXT = '\ud800 \udfff \udc80x\udbff'
