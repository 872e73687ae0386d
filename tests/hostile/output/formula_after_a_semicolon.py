# says: nor where the program of another country begins a cell
TEXT = 'Smith;=cmd|\'x\'!A0;\t=1+1;"=1+1";|=1,=1'
