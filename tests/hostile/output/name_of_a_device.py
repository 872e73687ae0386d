# says: nor does one that some system takes for a device
TEXT = 'CON'
