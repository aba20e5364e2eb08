"""One family of profiles per module: each profile stands beside the function that cuts."""
