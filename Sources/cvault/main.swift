print("cvault")
