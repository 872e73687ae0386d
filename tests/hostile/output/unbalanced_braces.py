# says: nor is half a one
TEXT = '{ } }} {{ {% %( %} {! {x!r:>{y}} [/] [[ ]'
