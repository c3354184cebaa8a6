"""What is done with an uploaded network, from its file to a version that plays."""
