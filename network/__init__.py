"""What recorder and player have in common on a socket."""
