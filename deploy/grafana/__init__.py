"""How Grafana draws what Prometheus knows."""
