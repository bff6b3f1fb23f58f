package dev.pat4j.servlet;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.opentest4j.AssertionFailedError;

/**
 * Makes an object with some of an interface's methods into that interface. Calling any other method
 * fails the test: the filter must not read bodies, parameters or sessions.
 */
final class Fake {

  private Fake() {}

  static <T> T of(Class<T> type, Object implementation) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(implementation, arguments);
              }
              try {
                Method target =
                    implementation
                        .getClass()
                        .getDeclaredMethod(method.getName(), method.getParameterTypes());
                return target.invoke(implementation, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              } catch (NoSuchMethodException untouchable) {
                throw new AssertionFailedError("must not be called: " + method, untouchable);
              }
            }));
  }
}
