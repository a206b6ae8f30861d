"""What changes a dossier, whoever asks for it: a person at the gateway or a department's own system."""
