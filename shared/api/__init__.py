"""What the gateway may ask each service over HTTP, and the shape of the answers."""
