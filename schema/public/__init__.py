"""What may be published: public projections and sums under disclosure control."""
