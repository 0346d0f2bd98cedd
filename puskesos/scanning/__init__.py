"""Reading scanned sheets: pages of pictures and PDFs as pictures, and the QR codes on them; in a process of its own."""
