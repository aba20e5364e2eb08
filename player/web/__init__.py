"""HTTP as the application sees it: who asks, what for, what a page may read, and answers of our own."""
