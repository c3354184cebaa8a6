"""Jobs from submission to the last file: rows, and the services that alone change them."""
