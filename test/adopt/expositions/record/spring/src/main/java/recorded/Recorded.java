package recorded;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class Recorded {
    public static void main(String[] args) {
        SpringApplication.run(Recorded.class, args);
    }

    @GetMapping("/items/{item}")
    String item(@PathVariable String item) {
        return item;
    }

    @GetMapping("/fail")
    String fail() {
        throw new IllegalStateException("asked for");
    }
}
