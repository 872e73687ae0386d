# says: no text is a template
TEXT = '{{ 7 * 7 }} {% raw %} {0.__class__.__mro__} {check} {} %s %(x)s %n ${x} #{y} <%= z %> [bold]x[/bold] :smile:'
