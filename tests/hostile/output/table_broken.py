# says: quotes, commas and ends of lines stay in their cell
TEXT = 'a","b\n""\r\nc,"d;e\tf'
