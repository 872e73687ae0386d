# says: no formula either: MathJax makes links of some
TEXT = '$\\href{javascript:alert(1)}{x}$ $$\\unicode{x3c}$$ \\(x\\) \\[y\\] \\\\[z\\\\] \\begin{equation}z\\end{equation}'
