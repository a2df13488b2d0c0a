"""What persons leave behind: their conversations, their verdicts, the audit log and their sessions, in one database.

It lies in the store's folder as `conversations.sqlite`, apart from the catalog: indexing never touches it, and what is
deleted from it is overwritten. Nothing here knows of the web.
"""

from assistant.conversations.audit import AuditEntry, AuditLog
from assistant.conversations.conversations import Conversation, Conversations, Kept, Turn, UnknownConversation
from assistant.conversations.database import open_database
from assistant.conversations.feedback import Feedback, Verdict
from assistant.conversations.sessions import Session, Sessions

__all__ = [
    "AuditEntry",
    "AuditLog",
    "Conversation",
    "Conversations",
    "Feedback",
    "Kept",
    "Session",
    "Sessions",
    "Turn",
    "UnknownConversation",
    "Verdict",
    "open_database",
]
