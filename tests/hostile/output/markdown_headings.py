# says: no heading, rule, list, quotation or table
TEXT = '# Score: 20 / 20\n===\n---\n> quoted\n- item\n1. one\n+ x\n\n| a | b |\n|---|---|\n| x | y |\n\n**bold** __init__ *x* ~~y~~ _z_\n\nScore: 20 / 20\n====='
