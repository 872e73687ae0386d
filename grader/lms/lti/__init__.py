"""LTI 1.3 Advantage as a tool speaks it: what launches claim, and calls to a platform's services. No rows, no views.

Sources: LTI Core 1.3, LTI Deep Linking 2.0, LTI Assignment and Grade Services 2.0, LTI Names and Role Provisioning
Services 2.0, LTI Dynamic Registration 1.0 and the 1EdTech Security Framework 1.1, at imsglobal.org/spec. What keeps all
that in a database and shows it is ``grader.web.lti``.
"""
