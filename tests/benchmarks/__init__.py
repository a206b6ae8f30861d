"""What the register costs, each figure beside the bare minimum measured in the same run."""
