# says: a name leads nowhere
TEXT = '../../../../tmp/owned'
