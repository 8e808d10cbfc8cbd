"""Updates: by when the client is owed the next word. What is sent or said moves that, and never how long they wait."""
