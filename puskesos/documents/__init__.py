"""What is printed: ready texts in frozen classes, one template for screen and paper, a worker that makes the PDF."""
