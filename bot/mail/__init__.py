"""Email: a process of its own that reads a mailbox over IMAP and answers over SMTP.

``python -m bot.mail`` starts it; docs/channels/email.md tells how to set it up.
"""
