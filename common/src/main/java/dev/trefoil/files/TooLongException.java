package dev.trefoil.files;

/** A file has more bytes than are taken; nothing of it is kept. */
public final class TooLongException extends Exception {
  private static final long serialVersionUID = 1L;

  public TooLongException(long most) {
    super("the file has more than " + most + " bytes");
  }
}
