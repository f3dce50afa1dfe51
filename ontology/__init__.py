"""What the graph means and says."""
