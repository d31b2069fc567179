"""The engines a build can run on."""
