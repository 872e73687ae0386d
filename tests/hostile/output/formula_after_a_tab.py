# says: nor where a table of tabs has its next
TEXT = 'Smith\t=1+1\t"@x"\t -1'
