"""The whole service under load; each part is a module that reports its own figures."""
