"""Papers that leave the house as files: minutes, proposals, decisions, ceremony packs, certificate data."""
