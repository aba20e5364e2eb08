// java -cp okhttp.jar:okio.jar Ask.java LIMIT_MS: OkHttp asks for each line `NAME<TAB>BASE` of standard input, and one JSON
// object a line says what its caller saw: see benchmarks/symptoms/words.py.
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

public class Ask {
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char one : text.toCharArray()) {
      out.append(one < ' ' || one == '"' || one == '\\' || one > '~' ? String.format("\\u%04x", (int) one) : "" + one);
    }
    return out.append('"').toString();
  }

  static void ask(OkHttpClient client, String name, String base) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = 0;
    String error = "";
    RequestBody question = RequestBody.create(MediaType.parse("application/json"), "{}");
    Request request = new Request.Builder().url(base + "/v1/chat/completions").post(question).build();
    try (Response response = client.newCall(request).execute()) {
      status = response.code();
      InputStream in = response.body().byteStream();
      byte[] piece = new byte[8192];
      for (int count; (count = in.read(piece)) >= 0;) body.write(piece, 0, count);
    } catch (IOException | RuntimeException raised) {
      error = "\"error\": [" + quoted(raised.getClass().getSimpleName() + ": " + raised.getMessage());
      Throwable cause = raised.getCause();
      error += (cause == null ? "" : ", " + quoted(cause.getClass().getSimpleName() + ": " + cause.getMessage())) + "], ";
    }
    String coded = Base64.getEncoder().encodeToString(body.toByteArray());
    System.out.println(String.format("{\"name\": %s, \"status\": %d, %s\"body\": \"%s\"}", quoted(name), status, error, coded));
  }

  public static void main(String[] words) throws Exception {
    OkHttpClient client = new OkHttpClient.Builder().readTimeout(Long.parseLong(words[0]), TimeUnit.MILLISECONDS).build();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = lines.readLine()) != null;) {
      String[] job = line.split("\t");
      pool.submit(() -> ask(client, job[0], job[1]));
    }
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.HOURS);
    System.exit(0);
  }
}
