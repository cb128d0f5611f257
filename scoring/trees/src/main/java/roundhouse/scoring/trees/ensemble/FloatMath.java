package roundhouse.scoring.trees.ensemble;

/// `expf` and `logf` as the GNU C library computes them on machines with fused multiply-add, bit
/// for bit.
///
/// `(float) Math.log` differs from `logf` for 0.2 % of base scores, which would shift every margin
/// of a model, so the published algorithm is ported: Arm Optimized Routines, `math/expf.c`,
/// `math/logf.c` and their tables (Copyright Arm Limited, MIT OR Apache-2.0 WITH LLVM-exception;
/// see NOTICE), which glibc, musl and newlib share. Both evaluate a short polynomial in doubles
/// around the nearest entry of a small table and round once at the end. The multiply-adds are fused
/// where the compiler fuses them in glibc's build.
public final class FloatMath {
  private static final int EXP_TABLE_BITS = 5;
  private static final int EXP_TABLE_SIZE = 1 << EXP_TABLE_BITS;
  private static final double EXP_INV_LN2_N = 0x1.71547652b82fep+0 * EXP_TABLE_SIZE;
  private static final double EXP_SHIFT = 0x1.8p+52;
  private static final double EXP_C0 =
      0x1.c6af84b912394p-5 / EXP_TABLE_SIZE / EXP_TABLE_SIZE / EXP_TABLE_SIZE;
  private static final double EXP_C1 = 0x1.ebfce50fac4f3p-3 / EXP_TABLE_SIZE / EXP_TABLE_SIZE;
  private static final double EXP_C2 = 0x1.62e42ff0c52d6p-1 / EXP_TABLE_SIZE;

  /// Entry i is the bits of 2^(i/32), less i in the exponent's lowest places.
  private static final long[] EXP_TABLE = {
    0x3ff0000000000000L, 0x3fefd9b0d3158574L, 0x3fefb5586cf9890fL, 0x3fef9301d0125b51L,
    0x3fef72b83c7d517bL, 0x3fef54873168b9aaL, 0x3fef387a6e756238L, 0x3fef1e9df51fdee1L,
    0x3fef06fe0a31b715L, 0x3feef1a7373aa9cbL, 0x3feedea64c123422L, 0x3feece086061892dL,
    0x3feebfdad5362a27L, 0x3feeb42b569d4f82L, 0x3feeab07dd485429L, 0x3feea47eb03a5585L,
    0x3feea09e667f3bcdL, 0x3fee9f75e8ec5f74L, 0x3feea11473eb0187L, 0x3feea589994cce13L,
    0x3feeace5422aa0dbL, 0x3feeb737b0cdc5e5L, 0x3feec49182a3f090L, 0x3feed503b23e255dL,
    0x3feee89f995ad3adL, 0x3feeff76f2fb5e47L, 0x3fef199bdd85529cL, 0x3fef3720dcef9069L,
    0x3fef5818dcfba487L, 0x3fef7c97337b9b5fL, 0x3fefa4afa2a490daL, 0x3fefd0765b6e4540L,
  };

  private static final int LOG_TABLE_BITS = 4;
  private static final int LOG_TABLE_SIZE = 1 << LOG_TABLE_BITS;
  private static final int LOG_OFFSET = 0x3f330000;
  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double LOG_A0 = -0x1.00ea348b88334p-2;
  private static final double LOG_A1 = 0x1.5575b0be00b6ap-2;
  private static final double LOG_A2 = -0x1.ffffef20a4123p-2;

  /// 1/c for a c near the middle of each sixteenth.
  private static final double[] LOG_INVERSE = {
    0x1.661ec79f8f3bep+0, 0x1.571ed4aaf883dp+0, 0x1.49539f0f010bp+0, 0x1.3c995b0b80385p+0,
    0x1.30d190c8864a5p+0, 0x1.25e227b0b8eap+0, 0x1.1bb4a4a1a343fp+0, 0x1.12358f08ae5bap+0,
    0x1.0953f419900a7p+0, 0x1p+0, 0x1.e608cfd9a47acp-1, 0x1.ca4b31f026aap-1,
    0x1.b2036576afce6p-1, 0x1.9c2d163a1aa2dp-1, 0x1.886e6037841edp-1, 0x1.767dcf5534862p-1,
  };

  /// ln c for the same c.
  private static final double[] LOG_CENTRE = {
    -0x1.57bf7808caadep-2, -0x1.2bef0a7c06ddbp-2, -0x1.01eae7f513a67p-2, -0x1.b31d8a68224e9p-3,
    -0x1.6574f0ac07758p-3, -0x1.1aa2bc79c81p-3, -0x1.a4e76ce8c0e5ep-4, -0x1.1973c5a611cccp-4,
    -0x1.252f438e10c1ep-5, 0x0p+0, 0x1.aa5aa5df25984p-5, 0x1.c5e53aa362eb4p-4,
    0x1.526e57720db08p-3, 0x1.bc2860d22477p-3, 0x1.1058bc8a07ee1p-2, 0x1.4043057b6ee09p-2,
  };

  private FloatMath() {}

  /// e^x.
  public static float exp(float x) {
    if (!(Math.abs(x) < 88.0f)) {
      if (Float.isNaN(x)) {
        return x;
      }
      if (x > 0x1.62e42ep6f) {
        return Float.POSITIVE_INFINITY;
      }
      if (x < -0x1.9fe368p6f) {
        return 0.0f;
      }
    }
    double shifted = Math.fma(EXP_INV_LN2_N, x, EXP_SHIFT);
    long k = Double.doubleToRawLongBits(shifted);
    double r = Math.fma(EXP_INV_LN2_N, x, -(shifted - EXP_SHIFT));
    double scale =
        Double.longBitsToDouble(
            EXP_TABLE[(int) k & (EXP_TABLE_SIZE - 1)] + (k << (52 - EXP_TABLE_BITS)));
    double high = Math.fma(EXP_C0, r, EXP_C1);
    double low = Math.fma(EXP_C2, r, 1.0);
    return (float) (Math.fma(high, r * r, low) * scale);
  }

  /// The natural logarithm.
  public static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    if (bits < 0x00800000 || bits >= 0x7f800000) {
      if (x == 0.0f) {
        return Float.NEGATIVE_INFINITY;
      }
      if (!(x > 0.0f) || x == Float.POSITIVE_INFINITY) {
        return x == Float.POSITIVE_INFINITY ? x : Float.NaN;
      }
      bits = Float.floatToRawIntBits(x * 0x1p23f) - (23 << 23);
    }
    int offset = bits - LOG_OFFSET;
    int i = (offset >>> (23 - LOG_TABLE_BITS)) & (LOG_TABLE_SIZE - 1);
    int k = offset >> 23;
    double z = Float.intBitsToFloat(bits - (offset & 0xff800000));
    double r = Math.fma(z, LOG_INVERSE[i], -1.0);
    double y0 = Math.fma((double) k, LN2, LOG_CENTRE[i]);
    double r2 = r * r;
    double y = Math.fma(LOG_A0, r2, Math.fma(LOG_A1, r, LOG_A2));
    return (float) Math.fma(y, r2, y0 + r);
  }
}
